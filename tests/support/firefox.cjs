// Loaded into Playwright's driver: answers in place of Firefox a command that Playwright sends for each context, and that
// Firefox ESR does not know yet. So the color scheme stays the browser's own.
const { ws: WebSocket } = require(process.env.PLAYWRIGHT_UTILITIES);

const UNKNOWN = "emulation.setMediaFeaturesOverride";
const { send } = WebSocket.prototype;

WebSocket.prototype.send = function (text, ...options) {
  const { id, method } = JSON.parse(text);
  if (method !== UNKNOWN) return send.call(this, text, ...options);
  const answer = JSON.stringify({ id, type: "success", result: {} });
  setImmediate(() => this.emit("message", Buffer.from(answer), false));
};
