import com.adobe.epubcheck.xml.XMLValidators;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The official EPUBCheck for build-epub. Two ways to run it; {@link Conversation} says how both are spoken to.
 *
 * <pre>
 *   java … BookCheck pipe FOLDER                        on standard input and output; ends with the input
 *   java … BookCheck serve FOLDER SOCKET IDLE LONGEST   resident, on a Unix socket; ends after IDLE seconds without
 *                                                       work, or when a book takes longer than LONGEST seconds
 * </pre>
 *
 * FOLDER is private to the user; books lie there while they are judged. Compile as tests/test_epubcheck.py does.
 */
public final class BookCheck {
  /** What any EPUB 3 book needs, the slowest first: compiled while the book is still being made. */
  private static final List<XMLValidators> NEEDED =
      List.of(
          XMLValidators.CONTAINER_30_RENDITIONS_SCH,
          XMLValidators.OPF_30_SCH,
          XMLValidators.XHTML_30_NVDL,
          XMLValidators.SVG_30_INFORMATIVE_NVDL,
          XMLValidators.XHTML_30_SCH,
          XMLValidators.NAV_30_RNC,
          XMLValidators.NAV_30_SCH,
          XMLValidators.OPF_30_COLLECTION_IDX_SCH,
          XMLValidators.OPF_30_COLLECTION_DO_SCH,
          XMLValidators.OPF_30_COLLECTION_DICT_SCH,
          XMLValidators.OPF_30_COLLECTION_MANIFEST_SCH,
          XMLValidators.OPF_30_COLLECTION_PREVIEW_SCH,
          XMLValidators.NCX_SCH,
          XMLValidators.CONTAINER_30_RNC,
          XMLValidators.NCX_RNG,
          XMLValidators.OPF_30_RNC);

  private static final int FEWEST = 3; // schemas or books at a time, whatever the machine: three editions of a book
  private static final int MOST = 4; // books at a time that the heap has room for
  private static final int BUG = 70;

  private BookCheck() {}

  public static void main(String[] arguments) throws IOException {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> die(failure));
    OutputStream answers = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // what EPUBCheck itself prints must not stand among the answers
    Locale.setDefault(Locale.ENGLISH);
    Judge.shareNotes();
    Workplace workplace = new Workplace(Path.of(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(workplace::close));
    if (arguments[0].equals("serve")) {
      Resident resident = new Resident(Path.of(arguments[2]), seconds(arguments[3]), seconds(arguments[4]));
      answers.write("ready\n".getBytes());
      answers.close();
      resident.serve(workplace, warmUp());
    } else {
      new Conversation(new FileInputStream(FileDescriptor.in), answers, workplace, warmUp()).run();
    }
    System.exit(0); // nobody waits any more for what may still be judged
  }

  /** The threads that judge books; they begin with the schemas. */
  private static Executor warmUp() {
    int count = Math.max(FEWEST, Math.min(MOST, Runtime.getRuntime().availableProcessors()));
    Executor threads = Executors.newFixedThreadPool(count);
    NEEDED.forEach(schema -> threads.execute(schema::get));
    return threads;
  }

  private static Duration seconds(String number) {
    return Duration.ofMillis(Math.round(1000 * Double.parseDouble(number)));
  }

  /** A process that lost a thread would leave somebody waiting: better none. */
  private static void die(Throwable failure) {
    failure.printStackTrace();
    System.exit(BUG);
  }
}
