/** Assigns its table to `jsfeat.haar.frontalface` of the global object. */
declare module 'jsfeat/cascades/frontalface.js'
