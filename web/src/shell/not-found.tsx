import { LinkButton } from "../parts/button";
import { Empty } from "../parts/empty";

export function NotFound() {
  return (
    <Empty icon="search" title="There is no such page">
      <p>The address may be mistyped, or what it named has been deleted.</p>
      <LinkButton href="./" kind="primary">
        To the start
      </LinkButton>
    </Empty>
  );
}
