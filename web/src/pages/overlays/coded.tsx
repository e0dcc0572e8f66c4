/** A sentence in which what stands between backticks is code. */
export function Coded({ words }: { words: string }) {
  return <>{words.split("`").map((part, at) => (at % 2 ? <code key={at}>{part}</code> : part))}</>;
}
