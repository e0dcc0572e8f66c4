"""Whether Halley answers in this container: ends with 0 where /ping does, else with 1 and a sentence."""

import http.client
import os
import sys
from urllib.parse import urlsplit

PATIENCE_S = 5


def main() -> int:
    port = int(os.environ.get("HALLEY_STUDIO_PORT") or 2061)
    base = urlsplit(os.environ.get("HALLEY_BASE_URL", "")).path.rstrip("/")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", f"{base}/ping")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        print(f"nobody answers at port {port}: {problem}")
        return 1
    print(f"port {port} answers {status}")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
