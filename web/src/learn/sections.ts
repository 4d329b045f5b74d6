/** A section of a course: lessons in a row that have its title; those without a section have null. */
export interface Section<Lesson> {
  readonly title: string | null;
  readonly lessons: readonly Lesson[];
}

/** Divide lessons, in course order, into sections. */
export function sectionsOf<Lesson extends { readonly section: string | null }>(
  lessons: readonly Lesson[],
): Section<Lesson>[] {
  const sections: { title: string | null; lessons: Lesson[] }[] = [];
  for (const lesson of lessons) {
    const last = sections.at(-1);
    if (last?.title === lesson.section) last.lessons.push(lesson);
    else sections.push({ title: lesson.section, lessons: [lesson] });
  }
  return sections;
}
