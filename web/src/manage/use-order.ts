import { unwrap, api, type Schemas } from "../api/client";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, type PagedList, usePagedList } from "../ui/use-paged-list";

/** An order with one page of its lines. */
type OrderPage = Schemas["Order"] & { readonly items: readonly Schemas["OrderLine"][] };

/** An order: `lastPage` is its latest state, `items` are the lines loaded so far. */
export type LoadedOrder = PagedList<Schemas["OrderLine"], OrderPage>;

/** Load an order by its id or one of its payments' ids, and more of its lines on request. */
export function useOrder(orderId: string): { list: LoadedOrder; showMore: () => void } {
  const [wanted, setWanted] = useHistoryState("order lines", PAGE_SIZE);
  const list = usePagedList<Schemas["OrderLine"], OrderPage>(
    async ({ cursor, limit, signal }) => {
      const params = { path: { order_id: orderId }, query: { limit, ...(cursor ? { cursor } : {}) } };
      const order = await unwrap(api.GET("/admin/orders/{order_id}", { params, signal }));
      return { ...order, items: order.lines };
    },
    orderId,
    wanted,
  );
  return { list, showMore: () => setWanted(list.items.length + PAGE_SIZE) };
}
