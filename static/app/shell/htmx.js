/** htmx under our one Trusted Types policy, for the field app and for the desk. */
import htmx from "htmx.org";
import { trusted } from "./trusted.js";

htmx.registerExtension("firsthand", {
    /** @param {{ initSecurity: (policy: typeof trusted) => void }} api */
    init: (api) => api.initSecurity(trusted),
});

export default htmx;
