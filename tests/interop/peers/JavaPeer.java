// OpenJDK's JGSS as one side of a context, driven as driven.py says, with its settings as they come.

import com.sun.security.auth.module.Krb5LoginModule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;

public final class JavaPeer {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern WORD =
        Pattern.compile("\"(\\w+)\": (?:\"((?:[^\"\\\\]|\\\\.)*)\"|(true|false|null))");
    private static final Pattern PART = Pattern.compile("\"([0-9a-f]*)\"");

    /** One side of a context. */
    private static final class Side {
        private final Subject subject;
        private final GSSContext context;
        private final boolean initiates;

        Side(Map<String, String> words) throws Exception {
            initiates = words.get("role").equals("initiate");
            subject = login(words.get("keytab"), words.get("principal"), initiates);
            Oid kerberos = new Oid("1.2.840.113554.1.2.2");
            Oid mechanism =
                words.get("mechanism").equals("krb5") ? kerberos : new Oid("1.3.6.1.5.5.2");
            context = as(() -> {
                GSSManager manager = GSSManager.getInstance();
                if (!initiates) {
                    return manager.createContext(manager.createCredential(
                        null, GSSCredential.INDEFINITE_LIFETIME, mechanism,
                        GSSCredential.ACCEPT_ONLY));
                }
                // A principal's name in Kerberos' own form.
                GSSName target = manager.createName(
                    words.get("target"), new Oid("1.2.840.113554.1.2.2.1"));
                return manager.createContext(
                    target, mechanism, null, GSSContext.DEFAULT_LIFETIME);
            });
        }

        private static Subject login(String keytab, String principal, boolean initiates)
            throws LoginException {
            Subject subject = new Subject();
            Krb5LoginModule module = new Krb5LoginModule();
            module.initialize(subject, null, new HashMap<>(),
                Map.of("useKeyTab", "true", "keyTab", keytab, "principal", principal, "storeKey",
                    "true", "isInitiator", Boolean.toString(initiates), "doNotPrompt", "true"));
            module.login();
            module.commit();
            return subject;
        }

        private <T> T as(PrivilegedExceptionAction<T> action) throws Exception {
            try {
                return Subject.doAs(subject, action);
            } catch (PrivilegedActionException failure) {
                throw failure.getException();
            }
        }

        String step(byte[] token) throws Exception {
            byte[] made = as(() -> initiates ? context.initSecContext(token, 0, token.length)
                                             : context.acceptSecContext(token, 0, token.length));
            return "[" + (made == null ? "null" : quoted(HEX.formatHex(made))) + ", "
                + context.isEstablished() + "]";
        }

        String facts() throws GSSException {
            return "{\"client\": " + quoted(context.getSrcName().toString())
                + ", \"mutual\": " + context.getMutualAuthState() + "}";
        }

        String of(String verb, List<byte[]> taken) throws Exception {
            byte[] message = taken.get(0);
            MessageProp how = new MessageProp(0, true);
            switch (verb) {
                case "seal":
                    return quoted(HEX.formatHex(context.wrap(message, 0, message.length, how)));
                case "open":
                    byte[] opened = context.unwrap(message, 0, message.length, how);
                    if (!how.getPrivacy()) {
                        throw new GSSException(GSSException.BAD_MIC, 0, "it is not encrypted");
                    }
                    return quoted(HEX.formatHex(opened));
                case "sign":
                    return quoted(HEX.formatHex(context.getMIC(message, 0, message.length, how)));
                case "verify":
                    byte[] mic = taken.get(1);
                    context.verifyMIC(mic, 0, mic.length, message, 0, message.length, how);
                    return "null";
                default:
                    throw new IllegalArgumentException(verb);
            }
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            out.append(c < ' ' || c == '"' || c == '\\' || c > '~'
                    ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.append('"').toString();
    }

    /** The flat words of the request; the driver writes nothing that needs more. */
    private static Map<String, String> words(String request) {
        Map<String, String> out = new HashMap<>();
        for (Matcher at = WORD.matcher(request); at.find();) {
            out.put(at.group(1), at.group(2) != null ? at.group(2) : at.group(3));
        }
        return out;
    }

    private static List<byte[]> taken(String request) {
        List<byte[]> out = new ArrayList<>();
        int at = request.indexOf("\"take\"");
        if (at >= 0) {
            Matcher part = PART.matcher(request.substring(request.indexOf('[', at)));
            while (part.find()) {
                out.add(HEX.parseHex(part.group(1)));
            }
        }
        return out;
    }

    private static Side side;

    private static String answer(String request) throws Exception {
        Map<String, String> words = words(request);
        List<byte[]> taken = taken(request);
        switch (words.get("do")) {
            case "start":
                side = new Side(words);
                return "null";
            case "step":
                return side.step(taken.isEmpty() ? new byte[0] : taken.get(0));
            case "facts":
                return side.facts();
            default:
                return side.of(words.get("do"), taken);
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        // What a library prints must not end up among the answers.
        System.setOut(System.err);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String said;
            try {
                said = "{\"answer\": " + answer(line) + "}";
            } catch (Exception failure) {
                said = "{\"error\": " + quoted(failure.getClass().getSimpleName())
                    + ", \"text\": " + quoted(String.valueOf(failure.getMessage()))
                    + ", \"token\": null}";
            }
            answers.println(said);
            answers.flush();
        }
    }
}
