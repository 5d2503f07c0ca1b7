package bench;

/** What the threads do; one call is one sample of latency. Thread-safe. */
abstract class Workload {
  final Client client;
  final Data data;

  Workload(Client client, Data data) {
    this.client = client;
    this.data = data;
  }

  /** Writes what the calls read; the same whoever writes it, and however often. */
  void fill() {
    for (int key = 0; key < data.size; key++) {
      Replies.checkOk(client.set(key));
    }
  }

  /** @throws IllegalStateException for a wrong reply */
  abstract void call(KeyPicker keys);

  /** Operations in one call. */
  int operations() {
    return 1;
  }
}
