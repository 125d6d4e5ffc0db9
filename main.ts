import { join } from "node:path";
import { synthesize } from "./app";

synthesize({ environments: join(__dirname, "environments") });
