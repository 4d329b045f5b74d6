export function Learner() {
  return <h1>Learner</h1>;
}
