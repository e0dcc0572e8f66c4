import type { ConfigurationDetail, ConfigurationFile } from "../../api/types";

/** The file that an address means: by its name here, or by where it lies, as plans and problems write it. */
export function fileFor(detail: ConfigurationDetail, wanted: string): ConfigurationFile | undefined {
  const { files, configuration } = detail;
  const folder = configuration.path.slice(0, configuration.path.lastIndexOf("/"));
  const exact = files.find((one) => one.name === wanted) ?? files.find((one) => `${folder}/${one.name}` === wanted);
  if (exact || wanted === "") return exact;
  const alike = files.filter((one) => wanted.endsWith(`/${one.name}`) || one.name.endsWith(`/${wanted.replace(/^\/+/, "")}`));
  return alike.length === 1 ? alike[0] : undefined;
}
