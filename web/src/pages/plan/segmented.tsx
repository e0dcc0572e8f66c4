/** A few choices side by side, of which one holds. */
export function Segmented<T extends string>(props: { label: string; choices: { id: T; label: string }[]; chosen: T; onChoose: (id: T) => void }) {
  return (
    <div class="segmented" role="group" aria-label={props.label}>
      {props.choices.map((choice) => (
        <button key={choice.id} type="button" class="segment" aria-pressed={choice.id === props.chosen} onClick={() => props.onChoose(choice.id)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}
