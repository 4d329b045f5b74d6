declare module "virtual:catalogues" {
  type Load = () => Promise<{ default: readonly import("./texts").Message[] }>;

  /** Per part: the number of its first text, and what loads its catalogues. */
  const parts: Record<"learn" | "staff", { first: number; load: Record<import("./languages").Language, Load> }>;
  export default parts;
}
