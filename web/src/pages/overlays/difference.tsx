/** A unified difference, a line each, with a word for those who do not see colours. */
export function Difference({ text }: { text: string }) {
  const rows = text.split("\n").filter((row) => !row.startsWith("---") && !row.startsWith("+++"));
  if (!text.trim()) return <p class="hint">Nothing differs.</p>;
  return (
    <pre class="text-difference" tabIndex={0} aria-label="Difference">
      {rows.map((row, at) => (
        <span key={at} class={row.startsWith("+") ? "is-new" : row.startsWith("-") ? "is-old" : row.startsWith("@@") ? "is-place" : ""}>
          {row || " "}
        </span>
      ))}
    </pre>
  );
}
