/** The smallest single edit that makes one text of another. */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** What is to be changed so that `before` becomes `after`; null where nothing is. What both begin and end with stays. */
export function smallest(before: string, after: string): TextChange | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
