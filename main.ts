import { synthesize } from "./app";

synthesize({ environments: `${__dirname}/environments` });
