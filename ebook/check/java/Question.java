import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A line of a conversation: either "ask", or the name and the length of a book that follows. */
record Question(long id, String ask, String name, long length) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Raises IOException for what is no question. */
  static Question of(String line) throws IOException {
    Map<String, String> said = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          said.put(parser.currentName(), parser.getText());
        }
      }
    }
    try {
      long length = Long.parseLong(said.getOrDefault("length", "0"));
      return new Question(Long.parseLong(said.get("id")), said.get("ask"), said.getOrDefault("name", ""), length);
    } catch (NumberFormatException bad) {
      throw new IOException("no question: " + line);
    }
  }
}
