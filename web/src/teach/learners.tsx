export function Learners() {
  return <h1>Learners</h1>;
}
