/** A sentence of the program; what stands between backticks is something to type, and is shown so. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split(/`([^`]+)`/).map((piece, at) => (at % 2 ? <code key={at}>{piece}</code> : piece))}
    </>
  );
}
