// gokrb5 as the client, driven like the other peers: see ../driven.py.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/gssapi"
	"github.com/jcmturner/gokrb5/v8/iana/flags"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/spnego"
)

type words struct {
	Mechanism string
	Spn       string
	Realm     string
	User      string
	Keytab    string
	// Ask the service to prove itself, although nothing here reads the answer.
	Mutual bool
}

type request struct {
	Do   string
	With words
}

func logIn(with words) (*client.Client, error) {
	settings, err := config.Load(os.Getenv("KRB5_CONFIG"))
	if err != nil {
		return nil, err
	}
	keys, err := keytab.Load(with.Keytab)
	if err != nil {
		return nil, err
	}
	user := client.NewWithKeytab(with.User, with.Realm, keys, settings,
		client.DisablePAFXFAST(true))
	return user, user.Login()
}

// The first token, which is gokrb5's only one.
func token(with words) ([]byte, error) {
	user, err := logIn(with)
	if err != nil {
		return nil, err
	}
	defer user.Destroy()
	if with.Mechanism == "negotiate" {
		made, err := spnego.SPNEGOClient(user, with.Spn).InitSecContext()
		if err != nil {
			return nil, err
		}
		return made.Marshal()
	}
	ticket, key, err := user.GetServiceTicket(with.Spn)
	if err != nil {
		return nil, err
	}
	asked, options := []int{gssapi.ContextFlagInteg, gssapi.ContextFlagConf}, []int{}
	if with.Mutual {
		asked = append(asked, gssapi.ContextFlagMutual, gssapi.ContextFlagReplay,
			gssapi.ContextFlagSequence)
		options = append(options, flags.APOptionMutualRequired)
	}
	made, err := spnego.NewKRB5TokenAPREQ(user, ticket, key, asked, options)
	if err != nil {
		return nil, err
	}
	return made.Marshal()
}

func main() {
	var with words
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked request
		answer := map[string]any{"answer": nil}
		err := json.Unmarshal(lines.Bytes(), &asked)
		if err == nil && asked.Do == "start" {
			with = asked.With
		} else if err == nil {
			var made []byte
			made, err = token(with)
			answer["answer"] = []any{hex.EncodeToString(made), true}
		}
		if err != nil {
			answer = map[string]any{"error": "gokrb5", "text": err.Error(), "token": nil}
		}
		said, _ := json.Marshal(answer)
		fmt.Println(string(said))
	}
}
