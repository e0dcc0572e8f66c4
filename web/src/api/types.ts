// What goes over the wire, made from halley.studio.wire by tools/api_types.py. Change it there, not here.
// `Input` beside a model: as a caller may send it, who may leave out what has a default.

/** A part of a longer list. `total` counts all that the question means, `offset` where `rows` begin. */
export interface Page<T> {
  total: number;
  offset: number;
  rows: T[];
}

/** Where something stands in a file. Lines and columns count from 1; 0 where they are not known. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** RFC 9457. `hint` says what to do; `place` and `key` where a file is at fault. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  hint: string;
  place: Place | null;
  key: string;
}

/** A finding in a text, to be shown in place. The end is exclusive; 0 where only a line is known. */
export interface Mark {
  severity: string;
  message: string;
  hint: string;
  line: number;
  column: number;
  end_column: number;
  key: string;
}

/** A `config.yml` and what lies beside it. `id` names it in addresses. `problems` counts errors of `halley validate`. */
export interface Configuration {
  id: string;
  name: string;
  path: string;
  is_demo: boolean;
  is_current: boolean;
  problems: number;
}

/** A file that the configuration names, or the configuration itself. `name` is relative to its folder. */
export interface ConfigurationFile {
  name: string;
  kind: "config" | "overlays" | "collections" | "metadata" | "playlists" | "other";
  library: string;
  is_writable: boolean;
  size: number;
}

/** A configuration with its files. */
export interface ConfigurationDetail {
  configuration: Configuration;
  libraries: string[];
  files: ConfigurationFile[];
}

/** One to add: where it lies on the studio's machine, or its text, or the demo. Exactly one of the three. */
export interface NewConfiguration {
  path: string | null;
  text: string | null;
  is_demo: boolean;
}

export type NewConfigurationInput = Omit<NewConfiguration, "path" | "text" | "is_demo"> & Partial<NewConfiguration>;

/**
 * The text of a file. Secrets are masked; a mask that comes back unchanged stands for what was there.
 * `digest` is of what lies on disk, and goes back with a save, so that nobody's work is overwritten unseen.
 */
export interface FileText {
  name: string;
  text: string;
  digest: string;
  marks: Mark[];
}

/** A text to save over the one of that digest. */
export interface FileSave {
  text: string;
  digest: string;
}

/** A text that is not saved. */
export interface Draft {
  text: string;
}

/** What the validator says of a draft. */
export interface Checked {
  marks: Mark[];
}

/** An earlier text of a file, kept when another was saved over it. */
export interface FileVersion {
  version: string;
  saved: string;
  size: number;
}

/** A unified diff, secrets masked; empty where nothing differs. */
export interface TextDifference {
  difference: string;
}

/** One attribute of one overlay, set or (with None) taken away. `overlay` is the definition's name in the text. */
export interface Edit {
  overlay: string;
  key: string;
  value: string | number | boolean | null;
}

/** An overlay to another place in the drawing order, `after` None: to the front of the file. */
export interface Move {
  overlay: string;
  after: string | null;
}

/** Changes to a text, done so that comments and order stay. */
export interface EditAsked {
  text: string;
  edits: Edit[];
  moves: Move[];
  /** YAML of an overlay to add at the end */
  add: string;
  /** name of an overlay to take out */
  remove: string;
}

export type EditAskedInput = Omit<EditAsked, "edits" | "moves" | "add" | "remove"> & Partial<EditAsked>;

/** The text that came of it. */
export interface Edited {
  text: string;
  marks: Mark[];
}

/**
 * A picture to draw: of an item of the configuration's server, with the overlays of `text` (a whole overlay file).
 * `edits` are done to the text first, so that a hand that drags need not wait for the text. `only` narrows to some
 * overlays, `hidden` leaves some out, `values` puts other values for text variables in. `width` in pixels, None: the
 * poster's own. `with_rest`: draw the other overlay files of the library, too.
 */
export interface RenderAsked {
  configuration: string;
  file: string;
  item: number;
  text: string;
  edits: Edit[];
  hidden: string[];
  values: Record<string, string>;
  with_rest: boolean;
  /** draw every overlay of the text, whether it means the item or not */
  shows_all: boolean;
  width: number | null;
  format: "jpg" | "png" | "webp";
}

export type RenderAskedInput = Omit<RenderAsked, "edits" | "hidden" | "values" | "with_rest" | "shows_all" | "width" | "format"> & Partial<RenderAsked>;

/**
 * An overlay as it lies on the poster: its box in canvas units (1000x1500 and its kin), before it is clipped.
 * `is_drawn` is whether it can be seen; `why` says why not. `queue` and `group` where it is in one.
 */
export interface Layer {
  overlay: string;
  kind: string;
  left: number;
  top: number;
  width: number;
  height: number;
  is_drawn: boolean;
  why: string;
  text: string;
  group: string;
  queue: string;
  weight: number;
  place: Place | null;
  attributes: Record<string, string | number | boolean | null>;
  is_editable: boolean;
}

/** All overlays of a text on an item, in the order of drawing. `canvas` is width and height in units. */
export interface Layers {
  canvas: [number, number];
  layers: Layer[];
  marks: Mark[];
}

/** How one attribute is edited: the control that fits, its group, choices, default, and words of the reference. */
export interface Control {
  key: string;
  group: string;
  control: "text" | "number" | "percent" | "colour" | "font" | "align" | "choice" | "switch" | "file";
  summary: string;
  choices: string[];
  default: string;
  minimum: number | null;
  maximum: number | null;
  applies_to: string[];
}

/** A default overlay file and the template variables that it takes. */
export interface DefaultOverlay {
  name: string;
  summary: string;
  levels: string[];
  variables: Control[];
}

/** A key or value that completion offers. `path` is where it fits: `overlays.*.overlay`; `insert` what is written. */
export interface Word {
  path: string;
  word: string;
  insert: string;
  kind: "key" | "value" | "variable";
  summary: string;
  choices: string[];
}

/** All that completion, hover and property panels know, from the registries that the engine itself reads. */
export interface Reference {
  words: Word[];
  controls: Control[];
  defaults: DefaultOverlay[];
  fonts: string[];
}

/** A run of the journal. `counts`: steps by outcome. */
export interface RunRow {
  id: string;
  kind: string;
  server: string;
  configuration: string;
  state: string;
  began: string;
  ended: string;
  of: string;
  counts: Record<string, number>;
  problem: string;
}

/** A step of a run and what became of it. */
export interface RunStep {
  number: number;
  words: string;
  kind: string;
  library: string;
  state: string;
  reason: string;
  irreversible: string;
}

/** Bytes that Halley keeps, and of what. */
export interface Room {
  journal: number;
  pictures: number;
  picture_count: number;
  jobs: number;
}

/** What the system page shows; `next_run` and `backup` stay empty until the service is there. */
export interface Health {
  version: string;
  uptime_s: number;
  room: Room;
  disk_free: number;
  is_service: boolean;
  next_run: string;
  backup: string;
}

/**
 * Work to do.
 * `plan`: of a configuration, narrowed to libraries, to overlays, to items (as a person writes them, or rating keys), to
 * `sample` items, or to a sample that covers every definition. `apply`: of the plan job `plan`, the steps that are approved
 * there. `undo`: of the run `run`, whole or `only` some steps (as `halley undo --only` writes them). `passed` names guards
 * that a person typed to go past.
 */
export interface NewJob {
  kind: "plan" | "apply" | "undo";
  configuration: string;
  libraries: string[];
  items: string[];
  sample: number | null;
  covers: boolean;
  overlays_only: boolean;
  engine: "auto" | "native" | "kometa";
  plan: string;
  run: string;
  only: string[];
  exclude: string[];
  passed: string[];
}

export type NewJobInput = Omit<NewJob, "configuration" | "libraries" | "items" | "sample" | "covers" | "overlays_only" | "engine" | "plan" | "run" | "only" | "exclude" | "passed"> & Partial<NewJob>;

/** How far a job is. `total` is 0 where nobody knows; `seconds_left` is None until there is something to judge by. */
export interface Progress {
  words: string;
  done: number;
  total: number;
  seconds_left: number | null;
}

/** A job as it stands. `run` is the journal's id of what an apply or undo did. `counts`: steps by outcome or by mark. */
export interface Job {
  id: string;
  kind: "plan" | "apply" | "undo";
  title: string;
  state: "waiting" | "running" | "finished" | "failed" | "cancelled" | "interrupted";
  configuration: string;
  asked: NewJob;
  made: string;
  began: string;
  ended: string;
  progress: Progress;
  problem: string;
  hint: string;
  plan: string;
  run: string;
  counts: Record<string, number>;
  size: number;
}

/** A line of a job's log. `number` counts from 1. */
export interface LogLine {
  number: number;
  at: string;
  level: "debug" | "info" | "warning" | "error";
  text: string;
}

/** A file that a job left. */
export interface Artefact {
  name: string;
  size: number;
  type: string;
}

/** Something that happened, as it goes over SSE: `job` (a Job as it stands now), `gone` (its id), `log` (lines of it). */
export interface Event {
  kind: "job" | "gone" | "log";
  id: string;
  job: Job | null;
  lines: LogLine[];
}

/** What carrying it out will cost. */
export interface Forecast {
  requests: number;
  uploads: number;
  upload_bytes: number;
  seconds: number;
}

/**
 * A plan at a glance. `kinds` counts steps by library and kind of Change. `excluded` counts steps left out by a person.
 * `state` says whether it was carried out since; `run` is the last run of it.
 */
export interface PlanSummary {
  id: string;
  server: string;
  machine_id: string;
  configuration: string;
  engine: string;
  engine_version: string;
  read_at: string;
  libraries: string[];
  steps: number;
  things: Record<string, number>;
  kinds: Record<string, Record<string, number>>;
  posters: number;
  excluded: number;
  irreversible: number;
  deletions: number;
  forecast: Forecast;
  unsupported: string[];
  warnings: string[];
  definitions: string[];
  run: string;
}

/** A picture of a plan: its digest, by which it is asked for under `plans/{id}/images/{sha256}`. */
export interface Picture {
  sha256: string;
  width: number;
  height: number;
}

/** An item whose poster turns. `steps` are the numbers of the steps that belong to it, `definitions` what is drawn. */
export interface Tile {
  key: number;
  title: string;
  type: string;
  library: string;
  before: Picture | null;
  after: Picture | null;
  steps: number[];
  definitions: string[];
  is_excluded: boolean;
  state: string;
}

/** One aspect of a thing that turns: a field, a lock, labels, members, their order. Texts are for reading. */
export interface Turn {
  aspect: string;
  before: string;
  after: string;
  steps: number[];
}

/** Where a step comes from. */
export interface Origin {
  definition: string;
  places: Place[];
  request: string;
}

/** An item, collection or playlist with all that turns about it. */
export interface ThingRow {
  of: string;
  number: number;
  title: string;
  library: string;
  mark: "created" | "changed" | "removed" | "asked";
  turns: Turn[];
  steps: number[];
  origins: Origin[];
  irreversible: string[];
  before: Picture | null;
  after: Picture | null;
  members_in: string[];
  members_out: string[];
  is_excluded: boolean;
  state: string;
}

/** A badge on a poster: where it is, in shares of the poster's width and height, and which definition drew it. */
export interface Box {
  definition: string;
  text: string;
  left: number;
  top: number;
  width: number;
  height: number;
  place: Place | null;
}

/** The badges of one poster, in drawing order. Empty with `why` where the engine does not tell. */
export interface Boxes {
  boxes: Box[];
  why: string;
}

/** Steps to leave out, or to take in again; `all_of` in place of numbers: everything that a filter means. */
export interface Choice {
  exclude: number[];
  include: number[];
}

export type ChoiceInput = Omit<Choice, "exclude" | "include"> & Partial<Choice>;

/** A check of the doctor: what was seen, why it matters, what mends it. */
export interface Finding {
  check: string;
  severity: "good" | "note" | "warning" | "error";
  seen: string;
  why: string;
  mend: string;
}

/** The server, as far as it answers. `name` is empty where it does not, and `findings` say why. */
export interface Server {
  url: string;
  name: string;
  version: string;
  machine_id: string;
  findings: Finding[];
}

/** A section of the server. `is_configured`: whether the configuration names it. */
export interface Library {
  id: number;
  title: string;
  type: string;
  count: number;
  is_configured: boolean;
}

/** Whatever has a rating key. `context` says what it belongs to: `Breaking Bad, season 1`. `thumb` is an address. */
export interface Item {
  key: number;
  title: string;
  type: string;
  year: number | null;
  library: string;
  context: string;
  thumb: string;
}

/** A text variable and what it says of an item. */
export interface VariableValue {
  name: string;
  sample: string;
  summary: string;
}

/** What a page needs to know first. `csrf` goes into `X-CSRF-Token` with every request that changes something. */
export interface Session {
  is_open: boolean;
  needs_password: boolean;
  csrf: string;
  version: string;
  has_configuration: boolean;
}

/** A password, as it was typed. */
export interface Credentials {
  password: string;
}
