/** The widget's style sheet as one string; the order of the parts is the order of the cascade. */
import base from "./base.css?inline";
import composer from "./composer.css?inline";
import conditions from "./conditions.css?inline";
import launcher from "./launcher.css?inline";
import layers from "./layers.css?inline";
import log from "./log.css?inline";
import panel from "./panel.css?inline";
import rating from "./rating.css?inline";
import replies from "./replies.css?inline";
import welcome from "./welcome.css?inline";

export const theme = [
  base,
  launcher,
  panel,
  log,
  replies,
  welcome,
  rating,
  composer,
  layers,
  conditions,
].join("");
