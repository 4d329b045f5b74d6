export function CourseEditor() {
  return <h1>CourseEditor</h1>;
}
