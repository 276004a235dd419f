import "./shell/htmx.js";
import "htmx-sse";
