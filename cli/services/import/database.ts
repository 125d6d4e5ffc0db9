import { imageReference } from "../../../constructs/shared/container/image-reference";
import type { Note } from "./note";
import type { OldService } from "./service-file";

/** Where databases listen. */
const PORTS = [1433, 3306, 5432, 6379, 9042, 27_017];
const IMAGES = /(postgres|postgis|mysql|mariadb|mongo|redis|valkey)/;

/** Whether a service is a database: no front speaks with it, and two containers of it must not share its files. */
export function isDatabase({ image, ports }: OldService): boolean {
  const { repository = "" } = imageReference(image.source) ?? {};
  const last = repository.slice(repository.lastIndexOf("/") + 1);
  return IMAGES.test(last) || ports.some(({ container }) => PORTS.includes(container));
}

/** What is to be done about one. */
export function databaseNote({ name, image }: OldService): Note {
  const what = `${name}, a database of the image ${image.source},`;
  return {
    line: image.line,
    text: `${what} is not imported, because its data are not in the file; a PostgreSQL server is declared in postgres, and its data come from a dump`,
    toDo: `declare ${what} in postgres, and name it in database of the services that ask it; another database runs on its own, with its host in their environment`,
  };
}
