import { problemsWithin } from "../shared/container/problems";
import { isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { RESERVED_PORTS } from "./render/caddy-ports";

/** Between the settings of the front itself. */
export function frontProblems(platform: Parts): Problem[] {
  const front = partsOf(platform.front);
  const image = isText(front.image) ? problemsWithin({ image: front.image }) : [];
  return [
    ...image.map(() => ({
      path: "front.image",
      message: `must not be latest, got ${shown(front.image)}; name a tag or a digest`,
    })),
    ...portProblems(front),
    ...redirectProblems(partsOf(front.redirects)),
  ];
}

function portProblems(front: Parts): Problem[] {
  const { httpPort = 80, httpsPort = 443, innerPort = 8040, certificates } = front;
  if (![httpPort, httpsPort, innerPort].every((each) => typeof each === "number")) return [];
  const inner = [innerPort, (innerPort as number) + 1];
  const open = Object.entries({ httpPort, ...(certificates !== "none" && { httpsPort }) });
  const [first, last] = RESERVED_PORTS;
  return [
    ...(certificates === "none" && front.httpsPort !== undefined
      ? [{ path: "front.httpsPort", message: 'is for certificates, got certificates: "none"; leave it out' }]
      : []),
    ...Object.entries({ httpPort, httpsPort, innerPort }).flatMap(([key, port]) =>
      (port as number) + (key === "innerPort" ? 1 : 0) < first || (port as number) > last
        ? []
        : [{ path: `front.${key}`, message: `must not be ${first} to ${last}, got ${port}; Caddy itself needs them` }],
    ),
    ...(certificates !== "none" && httpPort === httpsPort
      ? [
          {
            path: "front.httpsPort",
            message: `must be another port than httpPort, got ${shown(httpsPort)} for both; change one`,
          },
        ]
      : []),
    ...open
      .filter(([, port]) => inner.includes(port as number))
      .map(([key, port]) => ({
        path: `front.${key}`,
        message: `must be another port than ${inner.join(" and ")}, which innerPort takes, got ${port}; change one`,
      })),
  ];
}

/** Redirects that lead back to where they began. */
function redirectProblems(redirects: Parts): Problem[] {
  return Object.keys(redirects).flatMap((host) => {
    const way = [host];
    for (let next = hostOf(redirects[host]); next !== undefined && next in redirects; next = hostOf(redirects[next])) {
      if (next === host) {
        return [
          {
            path: `front.redirects.${host}`,
            message: `must lead to a host that answers, got a circle: ${[...way, host].join(", ")}; name a service's host`,
          },
        ];
      }
      if (way.includes(next)) return [];
      way.push(next);
    }
    return [];
  });
}

function hostOf(address: unknown): string | undefined {
  return isText(address) && URL.canParse(address) ? new URL(address).hostname : undefined;
}
