import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.xml.XMLValidators;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The official EPUBCheck for build-epub: reads the path of a book from each line of standard input and answers with one
 * line of JSON, until the input ends.  Compile with: javac --release 17 -cp epubcheck.jar BookCheck.java
 *
 * <p>{"version": "5.3.0", "messages": [{"id", "severity", "path", "line", "column", "text"}, ...], "failure": null or
 * what kept EPUBCheck from a verdict}
 */
public final class BookCheck extends MasterReport {
  private final StringWriter answer = new StringWriter();
  private final JsonGenerator json;

  private BookCheck() throws IOException {
    json = new JsonFactory().createGenerator(answer);
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // what EPUBCheck itself prints must not stand among the answers
    Locale.setDefault(Locale.ENGLISH);
    XMLValidators.values(); // compiles every schema, most of the time of a first check, while the book is being made
    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      answers.println(new BookCheck().judge(new File(path)));
    }
  }

  private String judge(File book) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", EpubCheck.version());
    json.writeArrayFieldStart("messages");
    String failure = run(book);
    json.writeEndArray();
    json.writeStringField("failure", failure);
    json.writeEndObject();
    json.close();
    return answer.toString();
  }

  private String run(File book) {
    try {
      setEpubFileName(book.getName());
      new EpubCheck(book, this).doValidate();
      return null;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      failure.printStackTrace();
      return failure.toString();
    }
  }

  @Override
  public void message(Message message, EPUBLocation location, Object... values) {
    try {
      json.writeStartObject();
      json.writeStringField("id", message.getID().toString());
      json.writeStringField("severity", message.getSeverity().toString());
      json.writeStringField("path", location.getPath());
      json.writeNumberField("line", location.getLine());
      json.writeNumberField("column", location.getColumn());
      json.writeStringField("text", message.getMessage(values));
      json.writeEndObject();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void info(String resource, FeatureEnum feature, String value) {}

  @Override
  public void initialize() {}

  @Override
  public int generate() {
    return 0;
  }
}
