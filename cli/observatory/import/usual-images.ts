/** An image of OCS as its guide has it, for a site whose files name none. */
export const USUAL_OCS = "simonsobs/ocs:v0.12.1";

/** The router's image as OCS's guide has it. */
export const USUAL_CROSSBAR = "crossbario/crossbar:cpy3-20.8.1";
