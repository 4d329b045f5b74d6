export function catalogueModule(part: string, language: string): string;
export function keyTypes(): string;
