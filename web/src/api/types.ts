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

/**
 * A file that the configuration names, or the configuration itself. `name` is relative to its folder.
 * `problems` counts the errors that `halley validate` finds in it.
 */
export interface ConfigurationFile {
  name: string;
  kind: "config" | "overlays" | "collections" | "metadata" | "playlists" | "other";
  library: string;
  is_writable: boolean;
  size: number;
  problems: number;
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

/** A text to save over the one of that digest. `version`: an earlier one whose masks may stand in it, too. */
export interface FileSave {
  text: string;
  digest: string;
  version: string;
}

/** A text that is not saved. `version`: an earlier one whose masks may stand in it, too. */
export interface Draft {
  text: string;
  version: string;
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

/**
 * One attribute of one overlay, set or (with None) taken away. `overlay` is the definition's name in the text.
 * With `template` it is done to the template of that name in the text, for all overlays that are made by it.
 */
export interface Edit {
  overlay: string;
  key: string;
  value: string | number | boolean | null;
  template: string;
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
 * `edits` are done to the text first, so that a hand that drags need not wait for the text. `hidden` leaves some overlays
 * out, `values` puts other values for text variables in. `width` in pixels, None: the poster's own. `with_rest`: draw the
 * other overlay files of the library, too.
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

/**
 * A default overlay file and the template variables that it takes.
 * `keys` names its badges: `use_<key>`, and each variable of `per_key` with `_<key>` behind it, are variables of one badge.
 */
export interface DefaultOverlay {
  name: string;
  summary: string;
  levels: string[];
  variables: Control[];
  keys: string[];
  per_key: string[];
}

/**
 * A key or value that completion offers. `path` is where it fits: `overlays.*.overlay`; `insert` what is written.
 * In a path a star means any name, two stars any number of names. `file` is in which kind of file; in an overlay file a
 * template holds what an overlay holds. `group` is what it is listed under.
 */
export interface Word {
  path: string;
  word: string;
  insert: string;
  kind: "key" | "value" | "variable";
  summary: string;
  choices: string[];
  default: string;
  file: "config" | "overlays";
  group: string;
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

/** What the system page shows; `next_run` and `backup` are empty where no service is there, or there was none yet. */
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
 * there. `undo`: of the run `run`, whole or `only` some steps (as `halley undo --only` writes them). `run`: the engine
 * works on the server, every write on record. `passed` names guards that a person typed to go past.
 */
export interface NewJob {
  kind: "plan" | "apply" | "undo" | "run";
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
  kind: "plan" | "apply" | "undo" | "run";
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

/** A picture beside config.yml. An overlay of that `name` shows it. Width and height in pixels, size in bytes. */
export interface OverlayPicture {
  name: string;
  width: number;
  height: number;
  size: number;
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
 * `things` counts by mark, `states` what became of its steps; `run` is the last run of it. `configuration` is the id of
 * the one that it was made of, empty where the studio does not know it. `kind_words` says what each kind is called.
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
  states: Record<string, number>;
  kind_words: Record<string, string>;
  configuration_path: string;
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

/**
 * One aspect of a thing that turns: a field, a lock, labels, members, their order. Texts are for reading.
 * `line` is the same as the terminal says it: `~ summary  "Old" -> "New"`.
 */
export interface Turn {
  aspect: string;
  before: string;
  after: string;
  steps: number[];
  line: string;
}

/** Where a step comes from. */
export interface Origin {
  definition: string;
  places: Place[];
  request: string;
}

/**
 * What a list holds. `title` is empty where nobody named it; `picture` is its poster, where the plan has it.
 * `was` and `place` are where it stands in the list before and after, from 1 on; 0 where it is not in it.
 */
export interface Member {
  key: number;
  title: string;
  picture: Picture | null;
  was: number;
  place: number;
}

/**
 * An item, collection or playlist with all that turns about it.
 * `of` is `item`, `collection`, `playlist`, `section`, `server`, or `step` for a step that turns nothing one could see.
 * `heading` and each `line` are as the terminal says it. Of lists, `come`, `gone` and `stay` hold the first of those that
 * come, go and stay, `members_in` and `members_out` what they are called; `comes`, `goes` and `holds` count all of them.
 */
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
  heading: string;
  kinds: string[];
  come: Member[];
  gone: Member[];
  stay: Member[];
  comes: number;
  goes: number;
  holds: number;
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

/** The badges of one poster, in drawing order. `why` says what of them cannot be told; `origins` who drew the poster. */
export interface Boxes {
  boxes: Box[];
  why: string;
  origins: Origin[];
}

/** What a list of a plan is narrowed to, as in the list's own address; what is empty narrows nothing. */
export interface Filter {
  among: "posters" | "things";
  library: string;
  definition: string;
  state: string;
  kind: string;
  mark: string;
  of: string;
  q: string;
}

/** The steps that are left out, and those of them that a person named; the others build on these. */
export interface LeftOut {
  excluded: number[];
  by_hand: number[];
}

/**
 * Steps to leave out, or to take in again: by number, or all that a filter means.
 * What builds on a step that is left out is left out with it; what a step builds on is taken in with it.
 */
export interface Choice {
  exclude: number[];
  include: number[];
  exclude_all: Filter | null;
  include_all: Filter | null;
}

export type ChoiceInput = Omit<Choice, "exclude" | "include" | "exclude_all" | "include_all"> & Partial<Choice>;

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
