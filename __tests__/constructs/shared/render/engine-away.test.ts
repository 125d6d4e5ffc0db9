import { engineAway } from "../../../../constructs/shared/render/engine-away";

const pinging = (host: string, reason: string) =>
  `failed to create Docker client: Error pinging Docker server, please make sure that ${host} is reachable and has a  '_ping' endpoint. Error: ${reason}`;
const bySsh = (reason: string) =>
  pinging(
    "ssh://deploy@bob",
    `error during connect: Head "http://docker.example.com/_ping": command [ssh -l deploy -T -- bob docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=${reason}`,
  );
const away = (place: string, reason: string, advice: string) =>
  `the Docker engine${place} must answer, got ${JSON.stringify(reason)}; ${advice}`;
const START = "start Docker, or name another engine in the environment file or in DOCKER_HOST";
const SSH = 'make "ssh ssh://deploy@bob docker info" work without a prompt';
const NO_DAEMON = (place: string) => `Cannot connect to the Docker daemon at ${place}. Is the docker daemon running?`;

describe("a Docker engine that does not answer", () => {
  test.each([
    [
      "does not run",
      pinging("unix:///run/docker.sock", NO_DAEMON("unix:///run/docker.sock")),
      " at unix:///run/docker.sock",
      NO_DAEMON("unix:///run/docker.sock"),
      START,
    ],
    [
      "refuses this user",
      pinging(
        "unix:///run/docker.sock",
        "permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: dial unix /run/docker.sock: connect: permission denied",
      ),
      " at unix:///run/docker.sock",
      "permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: dial unix /run/docker.sock: connect: permission denied",
      "add your user to the group docker, and log in again",
    ],
    [
      "refuses the connection",
      pinging("tcp://bob:2375", NO_DAEMON("tcp://bob:2375")),
      " at tcp://bob:2375",
      NO_DAEMON("tcp://bob:2375"),
      "start it there, and let this machine through its firewall",
    ],
    [
      "has a name that nobody knows",
      pinging(
        "tcp://bob:2375",
        'error during connect: Head "http://bob:2375/_ping": dial tcp: lookup bob: no such host',
      ),
      " at tcp://bob:2375",
      "dial tcp: lookup bob: no such host",
      "start it there, and let this machine through its firewall",
    ],
    [
      "is something else",
      pinging("tcp://bob:22", "request returned 404 Not Found for API route"),
      " at tcp://bob:22",
      "request returned 404 Not Found for API route",
      "start it there, and let this machine through its firewall",
    ],
    [
      "is on a host whose ssh refuses",
      bySsh("ssh: connect to host bob port 22: Connection refused\r\n"),
      " at ssh://deploy@bob",
      "ssh: connect to host bob port 22: Connection refused",
      SSH,
    ],
    [
      "is on a host that is off",
      bySsh("Connection timed out during banner exchange\\r\\nConnection to bob port 22 timed out\\r\\n"),
      " at ssh://deploy@bob",
      "Connection to bob port 22 timed out",
      SSH,
    ],
    [
      "is on a host with another key",
      bySsh("@@@@@\nHost key verification failed.\r\n"),
      " at ssh://deploy@bob",
      "Host key verification failed.",
      SSH,
    ],
    [
      "is on a host without docker",
      bySsh("bash: docker: command not found"),
      " at ssh://deploy@bob",
      "bash: docker: command not found",
      SSH,
    ],
    [
      "is lost while it works",
      'Unable to create network: error during connect: Post "http://docker.example.com/networks/create": EOF',
      "",
      "Unable to create network: EOF",
      START,
    ],
    [
      "has a password in its address",
      pinging("tcp://ada:hunter2@bob:2375", "EOF"),
      " at tcp://ada@bob:2375",
      "EOF",
      "start it there, and let this machine through its firewall",
    ],
  ])("that %s is named, with what to do", (_what, said, place, reason, advice) => {
    expect(engineAway(said)).toBe(away(place, reason, advice));
  });

  test("is named as it was asked", () => {
    expect(engineAway("ssh: Could not resolve hostname bob: Name or service not known\r\n", "ssh://deploy@bob")).toBe(
      away(" at ssh://deploy@bob", "ssh: Could not resolve hostname bob: Name or service not known", SSH),
    );
    expect(engineAway(`docker: ${NO_DAEMON("unix:///x")}\n`)).toBe(
      away(" at unix:///x", `docker: ${NO_DAEMON("unix:///x")}`, START),
    );
  });

  test.each([
    "Error response from daemon: No such container: lab-web",
    "the proxy must take the new routes, got:\ndial tcp 127.0.0.1:9: connect: connection refused",
    "Unable to read Docker image into resource: unable to pull image a:1: error pulling image: dial tcp: lookup a: no such host",
    "rsync: Connection refused",
    "",
  ])("is not what is meant by %j", (said) => expect(engineAway(said)).toBeUndefined());
});
