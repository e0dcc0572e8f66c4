// Where things of a plan lie: pictures of the API, pages of the studio. Words only.

import type { Picture, Place } from "../../api/types";
import { address, segment } from "../../api/client";

/** The address of a picture of a plan, as wide as asked for; 0: as it is. */
export function pictureAddress(plan: string, picture: Picture, width: number): string {
  return address(`plans/${segment(plan)}/images/${picture.sha256}`, width ? { width } : {});
}

/** The poster that an item has on the server now, small. */
export function thumbAddress(configuration: string, key: number, width: number): string {
  return address(`configurations/${segment(configuration)}/items/${key}/thumb`, { width });
}

/** The overlay editor with an item on it and a definition chosen. */
export function overlayAddress(configuration: string, place: Place, item: number, definition: string): string {
  const words = new URLSearchParams({ item: String(item), overlay: definition });
  if (place.line > 0) words.set("line", String(place.line));
  return `overlays/${segment(configuration)}/${segment(place.file)}?${words}`;
}

/** The text editor at a line of a file. */
export function fileAddress(configuration: string, place: Place): string {
  return `config/${segment(configuration)}/${segment(place.file)}${place.line > 0 ? `?line=${place.line}` : ""}`;
}

/** `overlays/movies.yml, line 12` */
export function placeWords(place: Place): string {
  return place.line > 0 ? `${place.file}, line ${place.line}` : place.file;
}
