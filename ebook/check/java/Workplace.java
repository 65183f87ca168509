import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of this process where books lie while they are judged: EPUBCheck wants a file. A process that is killed
 * cannot clear up: a locked file in each folder tells the living from the dead, and the next process clears away.
 */
final class Workplace implements Closeable {
  private static final String PREFIX = "work-";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel alive; // its lock is held until the process ends

  Workplace(Path base) throws IOException {
    try (FileChannel gate = open(base.resolve("work.lock"))) {
      gate.lock(); // until it is closed
      clear(base);
      folder = Files.createTempDirectory(base, PREFIX);
      alive = open(folder.resolve(LOCK));
      alive.lock();
    }
    System.setProperty("java.io.tmpdir", folder.toString()); // EPUBCheck unpacks pictures
  }

  /** The file of a book, under the book's own name, which EPUBCheck judges too, in a folder of its own. */
  File put(String name, InputStream book) throws IOException {
    Path place = Files.createTempDirectory(folder, "");
    try {
      Path file = place.resolve(fileName(name));
      Files.copy(book, file);
      return file.toFile();
    } catch (IOException trouble) {
      delete(place);
      throw trouble;
    }
  }

  private static Path fileName(String name) throws IOException {
    try {
      return Path.of(name).getFileName();
    } catch (InvalidPathException bad) {
      throw new IOException(bad.getMessage());
    }
  }

  /** Take a book's file away. */
  static void take(File book) {
    delete(book.toPath().getParent());
  }

  @Override
  public void close() {
    delete(folder);
  }

  private static void clear(Path base) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path other : found) {
        if (Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS) && !inUse(other)) {
          delete(other);
        }
      }
    }
  }

  private static boolean inUse(Path other) throws IOException {
    try (FileChannel channel = open(other.resolve(LOCK));
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Delete a folder and what is in it; never what a link leads to. */
  private static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException failure) {
      System.err.println(failure); // the next process clears away
    }
  }
}
