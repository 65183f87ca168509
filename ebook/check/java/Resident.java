import com.adobe.epubcheck.api.EpubCheck;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The checker that stays between runs: one conversation for each connection to its socket, until nobody has been
 * connected for a while, or somebody says "stop". Who may connect is up to the folder of the socket.
 *
 * <p>"status" is answered with the process, its age and idleness in seconds, and the books judged so far.
 */
final class Resident {
  private static final long TICK = 1000; // ms between two looks at the clock

  private final Path socket;
  private final ServerSocketChannel server;
  private final Object inode; // of the socket: another process may put another in its place
  private final Duration idle;
  private final Duration longest;
  private final Selector selector = Selector.open();
  private final long start = System.nanoTime();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger judged = new AtomicInteger();
  private final Map<Object, Long> begun = new ConcurrentHashMap<>(); // books being judged, each with its beginning
  private volatile long lastWork = start; // when the last book was done with
  private volatile boolean stopping;

  /** Open the socket. Raises BindException where there is one already. */
  Resident(Path socket, Duration idle, Duration longest) throws IOException {
    this.socket = socket;
    this.idle = idle;
    this.longest = longest;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    inode = inode();
  }

  /** Serve until there is no more to do. */
  void serve(Workplace workplace, Executor threads) throws IOException {
    while (!done()) {
      selector.select(TICK);
      selector.selectedKeys().clear();
      accept(workplace, threads);
      if (done()) {
        hide();
        accept(workplace, threads); // who found the socket before it was hidden
      }
    }
  }

  /** Take the socket away, so that the next command starts another process. */
  void hide() throws IOException {
    if (inode.equals(inode())) {
      Files.deleteIfExists(socket);
    }
  }

  private Object inode() throws IOException {
    return Files.exists(socket) ? Files.readAttributes(socket, BasicFileAttributes.class).fileKey() : null;
  }

  /** Told to stop, or nobody connected for long enough; and no book in hand, but one that takes too long. */
  private boolean done() {
    long now = System.nanoTime();
    if (begun.values().stream().anyMatch(beginning -> now - beginning > longest.toNanos())) {
      return true;
    }
    boolean forgotten = connected.get() == 0 && now - lastWork > idle.toNanos();
    return begun.isEmpty() && (stopping || forgotten);
  }

  private void accept(Workplace workplace, Executor threads) throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      SocketChannel side = channel;
      connected.incrementAndGet();
      Thread talk = new Thread(() -> talk(side, workplace, threads));
      talk.setDaemon(true);
      talk.start();
    }
  }

  private void talk(SocketChannel channel, Workplace workplace, Executor threads) {
    try (channel) {
      new Talk(channel, workplace, threads).run();
    } catch (IOException gone) {
      // the other side ended in mid-sentence: its business
    } finally {
      connected.decrementAndGet();
    }
  }

  private final class Talk extends Conversation {
    Talk(SocketChannel channel, Workplace workplace, Executor threads) {
      super(Ends.in(channel), Ends.out(channel), workplace, threads);
    }

    @Override
    Object begin() {
      Object book = new Object();
      begun.put(book, System.nanoTime());
      return book;
    }

    @Override
    void end(Object book) {
      judged.incrementAndGet();
      lastWork = System.nanoTime();
      begun.remove(book);
    }

    @Override
    void answer(String ask, JsonGenerator json) throws IOException {
      if (ask.equals("stop")) {
        stopping = true;
        hide();
        selector.wakeup();
      }
      json.writeNumberField("process", ProcessHandle.current().pid());
      json.writeStringField("epubcheck", EpubCheck.version());
      json.writeStringField("java", System.getProperty("java.version"));
      json.writeNumberField("age", since(start));
      json.writeNumberField("idle", since(lastWork));
      json.writeNumberField("judged", judged.get());
    }
  }

  private static long since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment).toSeconds();
  }
}
