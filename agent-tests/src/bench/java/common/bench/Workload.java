package bench;

/** One workload of the threads. Each call is one sample of latency. Thread-safe. */
abstract class Workload {
  final Client client;
  final Data data;

  Workload(Client client, Data data) {
    this.client = client;
    this.data = data;
  }

  /** Writes the data that the calls read. It can be repeated, by any client. */
  void fill() {
    for (int key = 0; key < data.size; key++) {
      Replies.checkOk(client.set(key));
    }
  }

  /** @throws IllegalStateException for a wrong reply */
  abstract void call(KeyPicker keys);

  /** The number of operations in one call. */
  int operations() {
    return 1;
  }
}
