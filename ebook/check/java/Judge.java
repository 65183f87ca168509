import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.MessageId;
import com.adobe.epubcheck.util.FeatureEnum;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** EPUBCheck's judgement of one book. */
final class Judge extends MasterReport {
  private final List<Told> told = new ArrayList<>();
  private final String folder;
  private String failure;

  private record Told(String id, String severity, String path, int line, int column, String text) {}

  /** Judge a book. What EPUBCheck fails at is the failure of this book; the others are judged on. */
  Judge(File book) {
    folder = book.getParent() + File.separator;
    setEpubFileName(book.getName());
    try {
      new EpubCheck(book, this).doValidate();
    } catch (RuntimeException | Error trouble) {
      failure = trouble.toString();
    }
  }

  /** EPUBCheck notes in one plain set which messages it ever gave: books judged at the same time must not spoil it. */
  static void shareNotes() {
    allReportedMessageIds = ConcurrentHashMap.<MessageId>newKeySet();
  }

  /** Write "version", "messages" and "failure" into the object begun. */
  void write(JsonGenerator json) throws IOException {
    json.writeStringField("version", EpubCheck.version());
    json.writeArrayFieldStart("messages");
    for (Told one : told) {
      json.writeStartObject();
      json.writeStringField("id", one.id);
      json.writeStringField("severity", one.severity);
      json.writeStringField("path", one.path);
      json.writeNumberField("line", one.line);
      json.writeNumberField("column", one.column);
      json.writeStringField("text", one.text);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("failure", failure);
  }

  @Override
  public void message(Message message, EPUBLocation place, Object... values) {
    String id = message.getID().toString();
    String severity = message.getSeverity().toString();
    String path = place.getPath().startsWith("file:") ? getEpubFileName() : plain(place.getPath());
    told.add(new Told(id, severity, path, place.getLine(), place.getColumn(), plain(message.getMessage(values))));
  }

  /** Words without the folder that the book lies in, which comes and goes. */
  private String plain(String words) {
    return words.replace(folder, "");
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
