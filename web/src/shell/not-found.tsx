import { LinkButton } from "../parts/button";
import { Empty } from "../parts/empty";
import { useTitle } from "../parts/page";

export function NotFound() {
  useTitle("No such page");
  return (
    <Empty icon="search" title="There is no such page">
      <p>The address may be mistyped, or what it named has been deleted.</p>
      <LinkButton href="./" kind="primary">
        To the start
      </LinkButton>
    </Empty>
  );
}
