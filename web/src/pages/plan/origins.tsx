import type { Origin } from "../../api/types";
import { fileAddress, placeWords } from "./addresses";

/** Who asked for it: definitions with their places, or the request that an engine made. */
export function Origins({ origins, configuration }: { origins: readonly Origin[]; configuration: string }) {
  if (!origins.length) return null;
  return (
    <ul class="origins">
      {origins.map((origin, index) => (
        <li key={index}>
          {origin.definition && <strong>{origin.definition}</strong>}
          {origin.places.map((place) => (
            <a key={`${place.file}:${place.line}`} href={fileAddress(configuration, place)}>
              {placeWords(place)}
            </a>
          ))}
          {origin.request && !origin.definition && <code>{origin.request}</code>}
        </li>
      ))}
    </ul>
  );
}
