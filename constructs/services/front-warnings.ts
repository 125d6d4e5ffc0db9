import { imageReference } from "../shared/container/image-reference";
import { isPublicAuthority } from "./acme-problems";
import { movingTag } from "./moving-tag";
import { isLoopback } from "./render/public-names";
import type { FrontSettings } from "./settings";

/** What is allowed in a front, and may be a mistake. */
export function frontWarnings(front: FrontSettings): string[] {
  const { image, ip, certificates } = front;
  const name = typeof image === "string" ? (imageReference(image)?.repository ?? image) : image.local;
  const [, major, minor] = /(?:^|\/)caddy:(\d+)\.(\d+)/.exec(String(image)) ?? [];
  const isOld = major !== undefined && (Number(major) < 2 || (major === "2" && Number(minor) < 11));
  const isOpen = certificates === "none" && ip !== undefined && !isLoopback(ip);
  return [
    ...(/caddy/i.test(name.slice(name.lastIndexOf("/") + 1))
      ? []
      : [`front.image is ${name}, whose name does not say caddy: the front needs Caddy 2.11 or later, with a shell`]),
    ...(isOld
      ? [`front.image is of Caddy before 2.11, which may not count what a switch waits for: requests on their way end`]
      : []),
    ...movingTag("front.image", image),
    ...(isOpen ? [`front answers at ${ip} without TLS: passwords can be read on the way`] : []),
    ...(isPublicAuthority(certificates) ? reachWarnings(front) : []),
  ];
}

/** Let's Encrypt asks at the usual ports. */
function reachWarnings({ httpPort = 80, httpsPort = 443, ip = "0.0.0.0" }: FrontSettings): string[] {
  const forwarded = (usual: number, port: number) => `forward ${usual} to ${port}, or leave it out`;
  return [
    ...(httpPort === 80
      ? []
      : [`front.httpPort is ${httpPort}, but Let's Encrypt asks port 80: ${forwarded(80, httpPort)}`]),
    ...(httpsPort === 443
      ? []
      : [`front.httpsPort is ${httpsPort}, but Let's Encrypt asks port 443: ${forwarded(443, httpsPort)}`]),
    ...(isLoopback(ip)
      ? [`front.ip is ${ip}, which Let's Encrypt cannot reach: forward its requests from here, or leave it out`]
      : []),
  ];
}
