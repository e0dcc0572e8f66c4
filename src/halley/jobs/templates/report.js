// The range of a pair serves keyboards and screen readers; fingers and mice move the line by touching the picture.
for (const pair of document.querySelectorAll(".pair")) {
  const range = pair.querySelector("input");
  const show = (percent) => pair.style.setProperty("--at", `${percent}%`);
  const follow = (event) => {
    const box = pair.getBoundingClientRect();
    range.value = Math.min(100, Math.max(0, ((event.clientX - box.left) / box.width) * 100));
    show(range.value);
  };
  range.addEventListener("input", () => show(range.value));
  pair.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pair.setPointerCapture(event.pointerId);
    follow(event);
    range.focus({ preventScroll: true });
    event.preventDefault();
  });
  pair.addEventListener("pointermove", (event) => {
    if (pair.hasPointerCapture(event.pointerId)) follow(event);
  });
}
