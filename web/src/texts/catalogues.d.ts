declare module "virtual:catalogues/*" {
  /** A part of the texts: the number of the first one, and what loads its catalogues. */
  const part: import("./texts").Part;
  export default part;
}
