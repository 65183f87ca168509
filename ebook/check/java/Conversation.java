import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * Questions and answers, each a line of JSON with an "id"; an answer has its question's, and they come in any order.
 *
 * <pre>
 *   {"id": 1, "name": "book.epub", "length": 4711} and as many bytes: judge this book
 *     → {"id": 1, "version": "5.3.0", "messages": [{"id", "severity", "path", "line", "column", "text"}, …],
 *        "failure": null or what kept EPUBCheck from a verdict}
 *     → {"id": 1, "room": what kept us from writing the book to the disk}
 *   {"id": 2, "ask": "status"}: are you there? → {"id": 2}; the resident process tells more of itself
 *   {"id": 3, "ask": "stop"}: for the resident process
 * </pre>
 */
class Conversation {
  private static final JsonFactory JSON = new JsonFactory();

  private final InputStream in;
  private final OutputStream out;
  private final Workplace workplace;
  private final Executor threads;

  /** Speak to one side; the threads judge. */
  Conversation(InputStream in, OutputStream out, Workplace workplace, Executor threads) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.out = out;
    this.workplace = workplace;
    this.threads = threads;
  }

  /** Answer until the other side has nothing more to ask. */
  final void run() throws IOException {
    for (String line = line(); line != null; line = line()) {
      Question question = Question.of(line);
      if (question.ask() == null) {
        book(question);
      } else {
        say(question.id(), json -> answer(question.ask(), json));
      }
    }
  }

  /** Write the answer to a question that is no book: as a rule, that somebody is there. */
  void answer(String ask, JsonGenerator json) throws IOException {}

  /** A book has come. Gives what {@link #end} is told when it is done with. */
  Object begin() {
    return null;
  }

  void end(Object begun) {}

  private void book(Question question) throws IOException {
    InputStream book = ByteStreams.limit(in, question.length());
    Object begun = begin();
    try {
      File file = workplace.put(question.name(), book);
      threads.execute(() -> judge(question.id(), file, begun));
    } catch (IOException trouble) {
      ByteStreams.exhaust(book); // the next question follows
      end(begun);
      say(question.id(), json -> json.writeStringField("room", trouble.toString()));
    }
  }

  private void judge(long id, File file, Object begun) {
    Judge judge = new Judge(file);
    Workplace.take(file);
    end(begun);
    try {
      say(id, judge::write);
    } catch (IOException gone) {
      System.err.println(gone); // who asked does not wait any more
    }
  }

  private interface Answer {
    void write(JsonGenerator json) throws IOException;
  }

  private void say(long id, Answer answer) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("id", id);
      answer.write(json);
      json.writeEndObject();
    }
    line.write('\n');
    synchronized (out) {
      line.writeTo(out);
      out.flush();
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
