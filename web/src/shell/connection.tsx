import { useEffect, useState } from "preact/hooks";
import { connection } from "../api/events";
import { Icon } from "../parts/icon";

/** Says that what is shown may be old; not for a hiccup of a second. */
export function Connection() {
  const isLost = connection.value === "lost" || connection.value === "opening";
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isLost) {
      setLong(false);
      return;
    }
    const timer = setTimeout(() => setLong(true), 2500);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (!isLost || !isLong) return null;
  return (
    <p class="lost" role="status">
      <Icon name="warning" />
      The studio does not answer. What you see may be old; it is tried again.
    </p>
  );
}
