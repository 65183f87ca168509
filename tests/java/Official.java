import com.adobe.epubcheck.tool.EpubChecker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The official command many times in one process, nothing of ours in it: each line of the input is the path of a book,
 * whose report is written beside it. Compile with: python tools/java.py tests/java
 */
public final class Official {
  private Official() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      int code = new EpubChecker().run(new String[] {path, "--locale", "en", "--json", path + ".json"});
      out.println(code);
    }
  }
}
