import { segment } from "../../api/client";

export function addressOf(configuration: string, file: string): string {
  return `config/${segment(configuration)}/${segment(file)}`;
}
