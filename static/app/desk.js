import "htmx.org";
import "htmx-sse";
