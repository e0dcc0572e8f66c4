import { type Row, type RowKind, sumOf } from "./difference";
import { many } from "../../words";

const SIGNS: Record<RowKind, string> = { same: "", removed: "−", added: "+", gap: "" };
const WORDS: Record<RowKind, string> = { same: "", removed: "taken out", added: "new", gap: "" };

/** Lines that go and come, with their numbers; a sign and a word besides the colour. */
export function DifferenceView({ rows, label }: { rows: readonly Row[]; label: string }) {
  return (
    <div class="difference" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead class="sr">
          <tr>
            <th>Line before</th>
            <th>Line after</th>
            <th>Change</th>
            <th>Text</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) =>
            row.kind === "gap" ? (
              <tr key={index} class="difference-gap">
                <td colSpan={4}>lines that stay as they are</td>
              </tr>
            ) : (
              <tr key={index} class={`difference-${row.kind}`}>
                <td class="difference-number">{row.before}</td>
                <td class="difference-number">{row.after}</td>
                <td class="difference-sign">
                  <span aria-hidden="true">{SIGNS[row.kind]}</span>
                  <span class="sr">{WORDS[row.kind]}</span>
                </td>
                <td class="difference-text">
                  {row.pieces.map((piece, at) => (piece.isChanged ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>))}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

export function SumWords({ rows }: { rows: readonly Row[] }) {
  const { added, removed } = sumOf(rows);
  const words = [added ? many(added, "new line") : "", removed ? `${many(removed, "line")} taken out` : ""];
  return <span>{words.filter(Boolean).join(", ")}</span>;
}
