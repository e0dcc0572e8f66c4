// Numbers and times as a person reads them.

export function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = size;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}

export function count(number: number): string {
  return number.toLocaleString("en");
}

/** `12 films`, `1 film`. */
export function many(number: number, one: string, several = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : several}`;
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60 ? `${whole % 60} s` : ""}`.trim();
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export function timeLeft(seconds: number): string {
  return seconds < 5 ? "nearly done" : `about ${duration(seconds < 120 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60)} left`;
}

/** `3 min ago`, and from a week on the day. */
export function ago(when: string, now = Date.now()): string {
  const then = Date.parse(when);
  if (Number.isNaN(then)) return "";
  const seconds = (now - then) / 1000;
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 7 * 86_400) return `${Math.round(seconds / 86_400)} d ago`;
  return new Date(then).toLocaleDateString();
}

export function moment(when: string): string {
  const then = Date.parse(when);
  return Number.isNaN(then) ? "" : new Date(then).toLocaleString();
}

/** How long something took, or takes since it began. */
export function took(began: string, ended: string, now = Date.now()): string {
  const from = Date.parse(began);
  if (Number.isNaN(from)) return "";
  const to = Date.parse(ended);
  return duration(((Number.isNaN(to) ? now : to) - from) / 1000);
}
