import { render } from "preact";
import { followVisibility } from "./api/events";
import { App } from "./app";
import { followKeys } from "./keys";
import { offerJobs } from "./pages/jobs/goals";
import { followLinks } from "./router";
import { followTheme } from "./theme";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";

followTheme();
followLinks();
followKeys();
followVisibility();
offerJobs();
const place = document.getElementById("studio");
if (place) render(<App />, place);
